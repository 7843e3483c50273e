package atoll.server.command;

import picocli.CommandLine.Command;

/// `atoll jobs`.
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | retry | drop)",
        description = "Finds single jobs, shows what happened to them, tries them again or drops them.",
        footer = {"", "Example:", "  atoll jobs list --state dead"})
final class JobsCommand {}
