# How this language names itself.
language-own-name = English
