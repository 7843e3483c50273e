package atoll.server.ruleversions;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll rules versions`.
@Command(
        name = "versions",
        mixinStandardHelpOptions = true,
        description = "Lists the rules that were put into force at run time, or with --activity what each rule does.",
        footer = {"", "Examples:", "  atoll rules versions", "  atoll rules versions --activity"})
public final class RulesVersionsCommand extends ServerCommand {
    @Option(names = "--activity", description = "the rules in force, with how often each matched in the last hour")
    private boolean activity;

    public RulesVersionsCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get("/v1/admin/rules/" + (activity ? "activity" : "versions"));
        if (options.json()) {
            out.println(reply.text());
        } else if (activity) {
            printActivity(reply.tree(), out);
        } else {
            printVersions(reply.tree(), out);
        }
        return 0;
    }

    private static void printActivity(JsonNode answer, PrintWriter out) {
        Table table = new Table("RULE", "MATCHED IN THE LAST HOUR");
        answer.path("rules")
                .forEach(rule -> table.row(
                        rule.path("rule").asString(),
                        rule.path("matched_last_hour").asLong()));
        table.print(out);
    }

    private void printVersions(JsonNode answer, PrintWriter out) {
        Table table = new Table("VERSION", "WHEN", "BY", "REASON", "FILES", "RULES");
        answer.path("versions")
                .forEach(version -> table.row(
                        version.path("version").asInt(),
                        Ages.from(version.path("at"), at(answer)),
                        version.path("by").asString(),
                        version.path("reason").asString(),
                        version.path("is_disk").asBoolean()
                                ? "the configured ones"
                                : Integer.toString(version.path("files").size()),
                        version.path("hash").asString("-")));
        if (!table.isEmpty()) {
            table.print(out);
        }
        int inForce = answer.path("in_force").asInt();
        out.println(inForce == 0 ? "the configured files are in force" : "version " + inForce + " is in force");
    }
}
