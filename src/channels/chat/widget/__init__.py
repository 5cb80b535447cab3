"""The chat as one script tag for any page: no framework, and a plain link where scripts are off."""
