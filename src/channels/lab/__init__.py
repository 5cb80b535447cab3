"""The lab: one citizen on phone, chat, web and voice side by side, with a clock to turn. Of a demonstration only."""
