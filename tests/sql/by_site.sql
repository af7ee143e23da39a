-- the whole table
.read sql/by_site.sql

-- some days
.parameter set :from "'2024-03-08'"
.parameter set :to "'2024-03-11'"
.read sql/by_site.sql
