package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `atoll jobs retry` and `atoll jobs drop`: on named jobs, or on all that match, in portions with progress.
abstract class JobsChangeCommand extends ServerCommand {
    private static final int PORTION = 100;

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Parameters(arity = "0..*", paramLabel = "ID", description = "delivery ids (3:1207) or event ids")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "all jobs in the states meant, whatever their type and wiki")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 10_000;

    @Option(
            names = "--yes",
            description = "really do it to all that match; without, it is only said what would be done")
    private boolean yes;

    private final String verb;
    private final String participle;

    private JobsChangeCommand(CommandContext context, String verb, String participle) {
        super(context);
        this.verb = verb;
        this.participle = participle;
    }

    /// `atoll jobs retry`.
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Tries dead or waiting jobs now, with all their attempts again.",
            footer = {
                "",
                "Examples:",
                "  atoll jobs retry 3:1207",
                "  atoll jobs retry --state dead --wiki enwiki --yes",
                "Without --state, dead jobs are meant."
            })
    static final class Retry extends JobsChangeCommand {
        Retry(CommandContext context) {
            super(context, "retry", "retried");
        }
    }

    /// `atoll jobs drop`.
    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Drops jobs that are not finished; they are never carried out.",
            footer = {
                "",
                "Examples:",
                "  atoll jobs drop 3:1207",
                "  atoll jobs drop --type refreshLinks --state pending,dead --yes",
                "Without --state, dead jobs are meant."
            })
    static final class Drop extends JobsChangeCommand {
        Drop(CommandContext context) {
            super(context, "drop", "dropped");
        }
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        boolean isMany = filter.isGiven() || all;
        if (ids.isEmpty() == !isMany) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "give either ids or which jobs are meant (--type, --wiki, --rule, or --all); see 'atoll jobs "
                            + verb + " --help'");
        }
        if (limit < 1) {
            throw new AtollException(ErrorKind.INVALID, "--limit is '" + limit + "': must be at least 1");
        }
        return isMany ? many(client, out) : named(client, out);
    }

    private int named(AdminClient client, PrintWriter out) throws InterruptedException {
        for (String id : ids) {
            AdminClient.Reply reply =
                    client.post("/v1/admin/jobs/" + AdminClient.encode(id) + "/" + verb, Map.of("by", context.user()));
            if (options.json()) {
                out.println(reply.text());
            } else {
                reply.tree().path("ids").forEach(done -> out.println(participle + " " + Plain.text(done.asString())));
            }
            out.flush();
        }
        return 0;
    }

    private int many(AdminClient client, PrintWriter out) throws InterruptedException {
        if (!yes) {
            return rehearse(client, out);
        }
        Map<String, Object> body = new HashMap<>(filter.parameters());
        body.put("by", context.user());
        body.put("all", all);
        long matched = 0;
        long changed = 0;
        boolean more = true;
        while (more && matched < limit) {
            body.put("limit", Math.min(PORTION, limit - matched));
            AdminClient.Reply reply = client.post("/v1/admin/jobs/" + verb, body);
            JsonNode answer = reply.tree();
            matched += answer.path("matched").asLong();
            changed += answer.path("changed").asLong();
            more = answer.path("next").isString();
            if (more) {
                body.put("from", answer.path("next").asString());
            }
            if (options.json()) {
                out.println(reply.text());
                out.flush();
            } else if (more) {
                err().println(changed + " " + participle + " so far");
                err().flush();
            }
        }
        if (!options.json()) {
            out.println(changed + " " + participle
                    + (changed == matched ? "" : ", " + (matched - changed) + " could not be")
                    + (more ? "; there may be more, --limit ended it" : ""));
        }
        return 0;
    }

    private int rehearse(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, Object> parameters = filter.parameters();
        parameters.putIfAbsent("state", "dead");
        parameters.put("limit", Math.min(limit, 1_000));
        AdminClient.Reply reply = client.get(AdminClient.path("/v1/admin/jobs", parameters));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode listing = reply.tree();
        boolean more = listing.path("next").isString();
        out.println("would " + verb + " " + (more ? "at least " : "")
                + listing.path("jobs").size() + " jobs; add --yes to do it");
        return 0;
    }
}
