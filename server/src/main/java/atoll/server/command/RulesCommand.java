package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "list",
        description = "Shows the rules in force.",
        footer = {"", "Example:", "  atoll rules list"})
final class RulesCommand {}
