"""What thinks: language-model engines behind one contract, embedders, and the catalogue that fetches them.

`load.py` makes of a name something that runs. Knows neither `app` nor `index`.
"""
