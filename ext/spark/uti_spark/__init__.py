"""Assesses reports in Arrow tables and Spark DataFrames with the core of uti.

    uti_spark.assess_table(table, text="note", facts={"temp_f": "temp"})
    uti_spark.assess(df, text="note", facts={"temp_f": "temp"})

Both add the columns of uti_assess: urgency, urgency_rank, cramp_mechanism,
reasons, rules, findings, warnings, rules_id.
"""
from .batch import COLUMNS, Library, UtiError, assess_table
from .dataframe import assess

__all__ = ["COLUMNS", "Library", "UtiError", "assess", "assess_table"]
