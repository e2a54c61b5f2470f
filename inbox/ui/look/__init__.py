"""How the workstation looks: colour roles, themes, fonts, icons, and the painters lists are drawn with."""
