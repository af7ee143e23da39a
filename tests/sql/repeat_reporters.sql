-- twice within 14 days
.read sql/repeat_reporters.sql

-- within two days
.parameter set :days 2
.read sql/repeat_reporters.sql

-- three times
.parameter set :days 14
.parameter set :times 3
.read sql/repeat_reporters.sql
