"""What thinks: language-model engines behind one contract, embedders, and the catalogue that fetches them.

`load.py` loads a model by its name. Knows neither `app` nor `index`.
"""
