host_version() { Rscript -e 'cat(sprintf("RSQLite %s, R %s\n", packageVersion("RSQLite"), getRversion()))'; }
host_answers() { Rscript answers.R; }
