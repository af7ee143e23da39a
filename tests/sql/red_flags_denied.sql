-- routine and none
.read sql/red_flags_denied.sql

-- up to soon
.parameter set :max_level "'soon'"
.read sql/red_flags_denied.sql
