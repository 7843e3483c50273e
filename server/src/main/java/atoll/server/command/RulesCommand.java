package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | check | try)",
        description = "Shows the rules in force; checks and tries rule files without a server.",
        footer = {"", "Example:", "  atoll rules list", "  atoll rules check rules.yaml"})
final class RulesCommand {}
