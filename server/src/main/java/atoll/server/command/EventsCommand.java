package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll events`.
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(tail | produce)",
        description = "Shows events as they come, and sends some.",
        footer = {"", "Example:", "  atoll events tail --follow"})
final class EventsCommand {}
