package atoll.server.deadletter;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll dead-letters`.
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Lists dead letters grouped by job type and cause, the largest group first.",
        footer = {
            "",
            "Examples:",
            "  atoll dead-letters",
            "  atoll dead-letters replay --key 0123456789abcdef --per-second 20 --reason 'database is back'"
        })
public final class DeadLettersCommand extends ServerCommand {
    @Option(names = "--type", paramLabel = "TYPE", description = "only this job type")
    private @Nullable String type;

    public DeadLettersCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("type", type);
        AdminClient.Reply reply = client.get(AdminClient.path("/v1/admin/dead-letters", parameters));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        Table table = new Table("COUNT", "TYPE", "WIKIS", "LAST", "KEY", "CAUSE");
        answer.path("groups")
                .forEach(group -> table.row(
                        group.path("count").asLong(),
                        group.path("type").asString(),
                        group.path("wiki_count").asLong(),
                        Ages.from(group.path("last"), at(answer)),
                        group.path("key").asString(),
                        group.path("cause").asString()));
        if (table.isEmpty()) {
            out.println("no dead letters");
        } else {
            table.print(out);
        }
        if (!answer.path("is_whole").asBoolean(true)) {
            out.println("there are more: only " + answer.path("total").asLong() + " were looked at");
        }
        return 0;
    }

    /// `atoll dead-letters replay` and `drop`.
    abstract static class Change extends ServerCommand {
        @Option(names = "--key", paramLabel = "KEY", description = "a group, as 'atoll dead-letters' lists it")
        private @Nullable String key;

        @Option(names = "--type", paramLabel = "TYPE", description = "only this job type")
        private @Nullable String type;

        @Option(names = "--wiki", paramLabel = "WIKI", description = "only this wiki")
        private @Nullable String wiki;

        @Option(names = "--rule", paramLabel = "RULE", description = "only this rule")
        private @Nullable String rule;

        @Option(names = "--all", description = "all dead letters")
        private boolean all;

        @Option(names = "--per-second", paramLabel = "N", description = "at most so many a second (default: 50)")
        private int perSecond = 50;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit")
        private String reason = "";

        private final String verb;

        Change(CommandContext context, String verb) {
            super(context);
            this.verb = verb;
        }

        @Override
        protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
            Map<String, Object> body = new HashMap<>();
            Map<String, String> filter = new HashMap<>();
            put(filter, "type", type);
            put(filter, "wiki", wiki);
            put(filter, "rule", rule);
            String group = key;
            if (group != null) {
                body.put("key", group);
            }
            if (!filter.isEmpty()) {
                body.put("filter", filter);
            }
            body.put("all", all);
            body.put("per_second", perSecond);
            body.put("by", context.user());
            body.put("reason", reason);
            AdminClient.Reply reply = client.post("/v1/admin/dead-letters/" + verb, body);
            out.println(
                    options.json()
                            ? reply.text()
                            : "action " + reply.tree().path("action_id").asString() + " begins; see 'atoll actions'");
            return 0;
        }

        private static void put(Map<String, String> to, String name, @Nullable String value) {
            if (value != null) {
                to.put(name, value);
            }
        }
    }

    /// `atoll dead-letters replay`.
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Tries many dead letters again, in the background and at a rate.",
            footer = {"", "Example:", "  atoll dead-letters replay --type refreshLinks --per-second 20"})
    public static final class Replay extends Change {
        public Replay(CommandContext context) {
            super(context, "replay");
        }
    }

    /// `atoll dead-letters drop`.
    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Drops many dead letters, in the background; they are never carried out.",
            footer = {"", "Example:", "  atoll dead-letters drop --wiki closedwiki --reason 'the wiki is gone'"})
    public static final class Drop extends Change {
        public Drop(CommandContext context) {
            super(context, "drop");
        }
    }
}
