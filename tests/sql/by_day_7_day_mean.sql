-- every day from the first to the last, days without a report too
.read sql/by_day_7_day_mean.sql

-- some days, with means that reach back before them
.parameter set :from "'2024-03-10'"
.parameter set :to "'2024-03-11'"
.read sql/by_day_7_day_mean.sql

-- an empty table
DELETE FROM reports;
.read sql/by_day_7_day_mean.sql
