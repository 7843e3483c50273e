package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll log`.
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "topics",
        description = "Shows what the event log holds.",
        footer = {"", "Example:", "  atoll log topics"})
final class LogCommand {}
