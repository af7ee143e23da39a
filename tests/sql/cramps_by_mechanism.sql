-- the whole table
.read sql/cramps_by_mechanism.sql

-- some days
.parameter set :from "'2024-03-09'"
.read sql/cramps_by_mechanism.sql
