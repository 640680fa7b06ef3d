"""The broker: the one process of the terminal app that can go out. It is started before the app is sealed.

It takes catalogue names and nothing else, one request a line ("pull NAME", "cancel"), and fetches those models as
`homebody models pull` does. It is told of no home, holds none of the app's open files, and where the kernel has Landlock it
can reach the model folder, programs and their settings, and none of its owner's other files. It ends with the app.

walls.py    what it may reach, decided by the app       client.py   the app's side
process.py  the broker itself                           proof.py    the wall, tried for `doctor`
"""
