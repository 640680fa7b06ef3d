"""The words of a query and what they are looked for by: other writings, words that hold them, slips of typing put right.

`wording.py` is the front door; `spelling.py` and it stand on `forms.py` and `parts.py`. All goes by the words that the
index has (`index/store/search/vocabulary.py`), so nothing has to be stored for it.
"""
