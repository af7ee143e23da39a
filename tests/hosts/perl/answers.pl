use strict;
use warnings;
use DBI;

my $database = DBI->connect("dbi:SQLite:dbname=$ENV{UTI_DATABASE}", '', '', {RaiseError => 1});
$database->sqlite_enable_load_extension(1);
$database->sqlite_load_extension($ENV{UTI_EXTENSION}, 'sqlite3_uti_init');
open my $file, '<', $ENV{UTI_QUERY} or die "UTI_QUERY: $!";
my $query = do { local $/; <$file> };
print "$_\n" for @{$database->selectcol_arrayref($query)};
