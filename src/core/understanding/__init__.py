"""Understanding: what a message means for the open prompt. In bokmål, nynorsk and English at the same time."""
