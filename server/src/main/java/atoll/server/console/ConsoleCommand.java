package atoll.server.console;

import picocli.CommandLine.Command;

/// `atoll console`.
@Command(name = "console", mixinStandardHelpOptions = true, description = "Prepares accounts of the web console.")
public final class ConsoleCommand {}
