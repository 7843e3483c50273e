package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll limits`.
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what bounds the work now: policies, and limits that wikis' answers have lowered.",
            "'limits set' and 'limits remove' change policies while work goes on."
        },
        footer = {"", "Example:", "  atoll limits"})
final class LimitsCommand extends ServerCommand {
    /// As many as there can be: only the rules' concurrency bounds it.
    private static final long UNBOUNDED = 100_000;

    LimitsCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply policies = client.get("/v1/admin/policies");
        AdminClient.Reply limits = client.get("/v1/admin/limits");
        if (options.json()) {
            out.println("{\"policies\":" + policies.text() + ",\"limits\":" + limits.text() + "}");
            return 0;
        }
        Instant now = at(limits.tree());
        Table table = new Table("TYPE", "WIKIS", "RUNNING", "LIMIT", "RATE", "LOWERED", "HOLDS BACK");
        limits.tree()
                .path("limits")
                .forEach(limit -> table.row(
                        limit.path("type").asString(),
                        wikis(limit),
                        limit.path("running").asLong(),
                        bounds(limit),
                        rate(limit),
                        lowered(limit, now),
                        limit.path("held_reason").isNull() ? "" : "yes"));
        print(table, "nothing bounds the work but the rules' concurrency", out);
        Table said = new Table("POLICY FOR", "WIKIS", "SAYS", "BY", "CHANGED", "BECAUSE");
        policies.tree()
                .path("policies")
                .forEach(policy -> said.row(
                        policy.path("type").asString(),
                        wikis(policy),
                        says(policy),
                        policy.path("by").isNull()
                                ? "configuration"
                                : policy.path("by").asString(),
                        policy.path("changed_at").isNull() ? "" : Ages.from(policy.path("changed_at"), now),
                        policy.path("reason").asString()));
        out.println();
        print(said, "no policies", out);
        return 0;
    }

    private static void print(Table table, String ifEmpty, PrintWriter out) {
        if (table.isEmpty()) {
            out.println(ifEmpty);
        } else {
            table.print(out);
        }
    }

    private static String wikis(JsonNode target) {
        String section = target.path("section").asString();
        return section.equals("*") ? target.path("wiki").asString() : "section " + section;
    }

    private static String bounds(JsonNode limit) {
        if (limit.path("limit_now").isNull()) {
            return "";
        }
        long max = limit.path("max").asLong();
        return limit.path("limit_now").asLong() + " of " + limit.path("min").asLong() + ".."
                + (max >= UNBOUNDED ? "" : Long.toString(max));
    }

    private static String rate(JsonNode of) {
        JsonNode rate = of.path("rate");
        return rate.isNull()
                ? ""
                : rate.path("per_second").asDouble() + "/s, burst "
                        + rate.path("burst").asLong();
    }

    private static String lowered(JsonNode limit, Instant now) {
        JsonNode last = limit.path("last_decrease");
        return last.isNull() ? "" : last.path("cause").asString() + ", " + Ages.from(last.path("at"), now);
    }

    private static String says(JsonNode policy) {
        StringBuilder says = new StringBuilder();
        if (!policy.path("paused").isNull()) {
            says.append(policy.path("paused").asBoolean() ? "paused " : "goes on ");
        }
        JsonNode concurrency = policy.path("concurrency");
        if (!concurrency.isNull()) {
            says.append("concurrency ")
                    .append(concurrency.path("min").asLong())
                    .append("..")
                    .append(concurrency.path("max").asLong())
                    .append(' ');
        }
        String rate = rate(policy);
        says.append(rate.isEmpty() ? "" : "rate " + rate + " ");
        JsonNode weight = policy.path("weight");
        says.append(weight.isNull() ? "" : "weight " + weight.asDouble());
        return says.toString().strip();
    }

    /// `atoll limits set`.
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Bounds jobs of a type, of a wiki or of a section; what is not given stays as it is.",
                "Bounds hold for all that is meant together."
            },
            footer = {
                "",
                "Examples:",
                "  atoll limits set refreshLinks --concurrency 1..20 --reason 'protect s1' --section s1",
                "  atoll limits set processMediaModeration --rate 5/10 --reason 'their service takes 5 a second'",
                "  atoll limits set '*' --wiki hugewiki --weight 0.5 --reason 'bulk import'"
            })
    static final class Set extends PolicyCommand {
        private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:\\.\\.([0-9]{1,9}))?");
        private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(?:/([0-9]{1,9}))?");

        @Option(
                names = "--concurrency",
                paramLabel = "MIN..MAX",
                description =
                        "attempts at once; with one number it is fixed, with two it follows what the wikis answer")
        private @Nullable String concurrency;

        @Option(
                names = "--rate",
                paramLabel = "N[/BURST]",
                description = "starts a second, and how many at once after a rest")
        private @Nullable String rate;

        @Option(names = "--weight", paramLabel = "W", description = "turns in relation to other wikis, which have 1")
        private @Nullable Double weight;

        Set(CommandContext context) {
            super(context);
        }

        @Override
        Map<String, @Nullable Object> changed(JsonNode own, JsonNode policies) {
            if (concurrency == null && rate == null && weight == null) {
                throw new AtollException(ErrorKind.INVALID, "nothing to set: give --concurrency, --rate or --weight");
            }
            Map<String, @Nullable Object> fields = recorded(own);
            if (concurrency != null) {
                Matcher range = matched(RANGE, "--concurrency", concurrency, "N or MIN..MAX (example: 1..20)");
                long min = Long.parseLong(range.group(1));
                String max = range.group(2);
                fields.put("concurrency", Map.of("min", min, "max", max == null ? min : Long.parseLong(max)));
            }
            if (rate != null) {
                Matcher given = matched(RATE, "--rate", rate, "N or N/BURST (example: 5/10)");
                Map<String, Object> said = new LinkedHashMap<>();
                said.put("per_second", Double.parseDouble(given.group(1)));
                if (given.group(2) != null) {
                    said.put("burst", Long.parseLong(given.group(2)));
                }
                fields.put("rate", said);
            }
            if (weight != null) {
                fields.put("weight", finite(weight));
            }
            return fields;
        }

        private static Matcher matched(Pattern pattern, String option, String value, String allowed) {
            Matcher matcher = pattern.matcher(value);
            if (!matcher.matches()) {
                throw new AtollException(ErrorKind.INVALID, option + " is '" + value + "': must be " + allowed);
            }
            return matcher;
        }

        /// JSON has no other numbers.
        private static double finite(double number) {
            if (!Double.isFinite(number)) {
                throw new AtollException(ErrorKind.INVALID, "--weight is '" + number + "': must be from 0.01 to 100");
            }
            return number;
        }

        @Override
        String done() {
            return "set limits of";
        }
    }

    /// `atoll limits remove`.
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes back what was set at run time; what the configuration says holds again.",
            footer = {"", "Example:", "  atoll limits remove refreshLinks --section s1 --reason 'all is well again'"})
    static final class Remove extends PolicyCommand {
        Remove(CommandContext context) {
            super(context);
        }

        @Override
        @Nullable
        Map<String, @Nullable Object> changed(JsonNode own, JsonNode policies) {
            return null;
        }

        @Override
        String done() {
            return "removed limits of";
        }
    }
}
