package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | reload)",
        description = "Shows the rules in force, and reads rule files again.",
        footer = {"", "Example:", "  atoll rules list"})
final class RulesCommand {}
