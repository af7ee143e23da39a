-- the rules of a level that fired, most frequent first
.once "|cut -d'|' -f1,2,5 | grep -E '(emergency|urgent|soon|routine)' | grep -v '|0$'"
.read sql/rules_fired.sql

-- each with what it gives and where it comes from
.headers on
.once "|head -1"
.read sql/rules_fired.sql
