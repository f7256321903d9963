"""Flask takes an order in three more ways, which differ in validation alone: by hand, with
Cerberus, with Flask-RESTX. Apart from ``flask_app``, so that none of them holds marshmallow.
"""
