"""The FHIR RESTful API.

exchange says what a call and its answer are, reading and writing carry out single interactions, bundles
carries out batches and transactions, validation and patching look at what was sent, capability describes it
all, endpoints connect it to HTTP.
"""
