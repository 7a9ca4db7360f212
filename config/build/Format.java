import java.util.spi.ToolProvider;

/// Holds the Java files against google-java-format: `check` names those that differ and fails,
/// `repair` rewrites them. Started by the build, with the formatter on the class path.
void main(String[] args) throws IOException {
  boolean repair = args[0].equals("repair");
  List<String> options =
      repair ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed");
  var command = new ArrayList<>(options);
  for (String folder : List.of("src", "config/build")) {
    try (Stream<Path> paths = Files.walk(Path.of(folder))) {
      paths.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(command::add);
    }
  }

  ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  if (formatter.run(System.out, System.err, command.toArray(String[]::new)) == 0) return;
  System.err.println(
      repair
          ? "Some files could not be formatted."
          : "These files are not formatted. To repair: ./mvnw -q -Pformat process-sources");
  System.exit(1);
}
