import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

public class Answers {
  public static void main(String[] arguments) throws Exception {
    SQLiteConfig config = new SQLiteConfig();
    config.enableLoadExtension(true);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + System.getenv("UTI_DATABASE"));
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT load_extension('" + System.getenv("UTI_EXTENSION").replace("'", "''") + "')");
      ResultSet rows = statement.executeQuery(Files.readString(Path.of(System.getenv("UTI_QUERY"))));
      while (rows.next()) out.println(rows.getString(1));
    }
  }
}
