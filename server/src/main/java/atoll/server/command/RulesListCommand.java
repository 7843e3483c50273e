package atoll.server.command;

import atoll.server.command.text.Ages;
import atoll.server.command.text.Plain;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `atoll rules list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the rules in force: what they read, how often they try, what they do.",
        footer = {"", "Example:", "  atoll rules list"})
final class RulesListCommand extends ServerCommand {
    RulesListCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get("/v1/admin/rules");
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        Table table = new Table("RULE", "READS", "AT ONCE", "RETRIES", "FIRST AFTER", "TIMES", "DOES");
        for (JsonNode rule : answer.path("rules")) {
            table.row(
                    rule.path("name").asString(),
                    joined(rule.path("topics")),
                    rule.path("concurrency").asInt(),
                    rule.path("retry_limit").asInt(),
                    delay(rule.path("retry_delay_seconds").asDouble()),
                    rule.path("retry_factor").asString(),
                    whole(rule));
        }
        table.print(out);
        out.println();
        out.println("rule set " + Plain.text(answer.path("hash").asString()) + ", in force since "
                + Plain.text(answer.path("since").asString()));
        answer.path("doubts").forEach(doubt -> out.println("doubtful: " + Plain.text(doubt.asString())));
        if (!answer.path("refused").isEmpty()) {
            out.println("the files as they are since "
                    + Plain.text(answer.path("refused_at").asString()) + " are refused:");
            answer.path("refused").forEach(problem -> out.println("  " + Plain.text(problem.asString())));
        }
        return 0;
    }

    private static String joined(JsonNode texts) {
        StringJoiner joined = new StringJoiner(" ");
        texts.forEach(text -> joined.add(text.asString()));
        return joined.toString();
    }

    private static String delay(double seconds) {
        long millis = Math.round(seconds * 1000);
        return millis % 1000 == 0 && millis > 0 ? Ages.words(Duration.ofMillis(millis)) : millis + " ms";
    }

    /// What the first case does that does anything, and how many others there are.
    private static String whole(JsonNode rule) {
        List<JsonNode> busy = new ArrayList<>();
        for (JsonNode each : rule.path("cases")) {
            if (!each.path("exec").isEmpty()) {
                busy.add(each.path("exec"));
            }
        }
        if (busy.size() < 2) {
            return does(busy.isEmpty() ? rule.path("exec") : busy.getFirst());
        }
        int others = busy.size() - 1;
        return does(busy.getFirst()) + "; or " + others + (others == 1 ? " other case" : " other cases");
    }

    private static String does(JsonNode execs) {
        StringJoiner joined = new StringJoiner(", then ");
        for (JsonNode exec : execs) {
            joined.add(
                    switch (exec.path("kind").asString()) {
                        case "mediawiki" -> "runs the job on its wiki";
                        case "links" -> "expands " + exec.path("links").asString();
                        case "events", "purges" -> "sends " + exec.path("kind").asString();
                        case "process" -> "starts " + exec.path("program").asString();
                        case "handler" -> "calls " + exec.path("handler").asString();
                        default ->
                            exec.path("method").asString() + " "
                                    + exec.path("uri").asString();
                    });
        }
        return joined.toString();
    }
}
