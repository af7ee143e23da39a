-- one day
.parameter set :day "'2024-03-11'"
.read sql/flagged_today.sql

-- from routine up
.parameter set :min_level "'routine'"
.read sql/flagged_today.sql

-- only emergencies
.parameter set :day "'2024-03-05'"
.parameter set :min_level "'emergency'"
.read sql/flagged_today.sql

-- without parameters: today, when nobody has reported; a report without a readable date is shown still
.parameter clear
.read sql/flagged_today.sql

-- a level that is none
.parameter set :min_level "'high'"
.read sql/flagged_today.sql
