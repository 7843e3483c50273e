package atoll.server.demo;

import atoll.base.json.Json;
import atoll.server.admin.balance.Balance;
import atoll.work.ledger.state.State;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the demo prints: lines for people in at most 100 columns, or one JSON object per line.
final class DemoReport {
    private static final int HEAD_EVERY = 20;
    private static final String HEAD = String.format(
            Locale.ROOT,
            "%6s %9s %9s %9s %8s %8s %6s %9s  %s",
            "second",
            "accepted",
            "done",
            "waiting",
            "oldest",
            "retries",
            "dead",
            "balance",
            "now");
    private static final List<State> ENDS = List.of(
            State.DONE, State.DUPLICATE, State.SUPERSEDED, State.IGNORED, State.ABANDONED, State.DROPPED, State.DEAD);

    private final PrintWriter out;
    private final boolean json;
    private int lines;

    DemoReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void welcome(String address, Demo demo, DemoOptions options, boolean isElsewhere) {
        if (json) {
            return;
        }
        out.println("Atoll runs on " + address + " with its data in " + options.data());
        if (isElsewhere) {
            out.println("  (the usual port is taken by another program)");
        }
        out.println("A sample wiki with " + demo.wiki().titles().size() + " pages runs on "
                + demo.wiki().url() + ".");
        out.println("Editors work on it in bursts; now and then it fails, is slow, or read-only.");
        String server = address.endsWith(":8080") ? "" : ", each with --server " + address;
        out.println();
        out.println("Open " + address + "/ in a browser: the console. To change something there, log in as '"
                + demo.account().name() + "' with the password '"
                + demo.account().password() + "'.");
        out.println();
        out.println("Try in another terminal" + server + ":");
        out.println("  ./atoll queue               what waits, by job type and state");
        out.println("  ./atoll jobs list           what is pending or dead; --state all for the others");
        out.println("  ./atoll jobs show ID        everything that happened to one job");
        out.println("  ./atoll balance             nothing accepted is lost");
        out.println("  curl -s " + address + "/metrics");
        out.println();
        out.println(
                "accepted: events stored. retries: attempts the wiki failed so far. dead: jobs that need a person.");
        out.println("balance: accepted, but without an end yet; it must come to zero. Ctrl-C ends the demo.");
        out.println();
        out.flush();
    }

    void line(long second, Reading reading, SampleWiki wiki, boolean draining) {
        Balance total = reading.total();
        String now = draining ? "draining" : wiki.isReadOnly() ? "wiki read-only" : "";
        if (json) {
            printJson(second, reading, wiki, draining ? "draining" : "running");
            return;
        }
        if (lines++ % HEAD_EVERY == 0) {
            out.println(HEAD);
        }
        out.println(String.format(
                        Locale.ROOT,
                        "%6d %9d %9d %9d %8s %8d %6d %9d  %s",
                        second,
                        total.accepted(),
                        total.of(State.DONE),
                        waiting(total),
                        age(reading.oldestAge()),
                        wiki.endpoint().failed(),
                        total.of(State.DEAD),
                        total.open(),
                        now)
                .stripTrailing());
        out.flush();
    }

    private static long waiting(Balance total) {
        return total.of(State.NEW)
                + total.of(State.WAITING)
                + total.of(State.RETRY)
                + total.of(State.READY)
                + total.of(State.CLAIMED);
    }

    private static String age(Duration age) {
        return age.toMillis() < 10_000
                ? String.format(Locale.ROOT, "%.2f s", age.toMillis() / 1000.0)
                : age.toSeconds() + " s";
    }

    void draining() {
        if (!json) {
            out.println("The editors have stopped; draining what they left.");
            out.flush();
        }
    }

    /// True if nothing was lost.
    boolean end(Reading last, SampleWiki wiki, boolean drained) {
        WikiCheck check = wiki.check();
        boolean ok = drained && last.isDrained() && last.total().difference() == 0 && check.isRight();
        if (json) {
            printEnd(last, wiki, check, ok);
        } else {
            Balance total = last.total();
            out.println();
            table(last);
            out.println();
            out.println("events:     " + total.accepted() + " accepted = "
                    + total.admitted().matched() + " matched + "
                    + total.admitted().unmatched() + " unmatched"
                    + (total.unread() == 0 ? "" : " + " + total.unread() + " not read yet"));
            out.println("deliveries: " + total.admitted().deliveries() + " = " + sum(total));
            out.println("difference: " + total.difference() + ", without an end: " + total.open());
            out.println(
                    "the wiki:   " + wiki.edits() + " edits, " + wiki.endpoint().carriedOut()
                            + " jobs carried out, " + wiki.endpoint().failed() + " attempts failed, "
                            + wiki.endpoint().refusedReadOnly() + " refused while read-only");
            if (check.isRight()) {
                out.println(
                        "            all derived tables of its " + check.pages() + " pages are right: no job was lost");
            }
            check.complaints().forEach(complaint -> out.println("            WRONG: " + complaint));
            out.println(ok ? "Nothing was lost." : "Something is missing; see above.");
            out.flush();
        }
        return ok;
    }

    private void table(Reading last) {
        out.println(String.format(
                Locale.ROOT,
                "%-40s %9s %9s %9s %10s %5s %9s",
                "stream",
                "accepted",
                "done",
                "duplicate",
                "superseded",
                "dead",
                "balance"));
        last.streams()
                .forEach((stream, balance) -> out.println(String.format(
                        Locale.ROOT,
                        "%-40s %9d %9d %9d %10d %5d %9d",
                        stream,
                        balance.accepted(),
                        balance.of(State.DONE),
                        balance.of(State.DUPLICATE),
                        balance.of(State.SUPERSEDED),
                        balance.of(State.DEAD),
                        balance.open())));
    }

    private static String sum(Balance total) {
        List<String> parts = new ArrayList<>();
        for (State state : ENDS) {
            if (total.of(state) != 0) {
                parts.add(total.of(state) + " " + state.label());
            }
        }
        long pending = total.unsettled();
        if (pending != 0 || parts.isEmpty()) {
            parts.add(pending + " pending");
        }
        return String.join(" + ", parts);
    }

    private void printJson(long second, Reading reading, SampleWiki wiki, String phase) {
        Balance total = reading.total();
        Map<String, Object> fields = fields(phase, total);
        fields.put("second", second);
        fields.put("at", reading.at());
        fields.put("waiting", waiting(total));
        fields.put("in_flight", reading.inFlight());
        fields.put("oldest_ms", reading.oldestAge().toMillis());
        fields.put("retries", wiki.endpoint().failed());
        fields.put("edits", wiki.edits());
        fields.put("wiki_read_only", wiki.isReadOnly());
        print(fields);
    }

    private void printEnd(Reading last, SampleWiki wiki, WikiCheck check, boolean ok) {
        Map<String, Object> fields = fields("ended", last.total());
        fields.put("edits", wiki.edits());
        fields.put("retries", wiki.endpoint().failed());
        fields.put("wiki_is_right", check.isRight());
        fields.put("wiki_complaints", check.complaints());
        fields.put("ok", ok);
        print(fields);
    }

    private static Map<String, Object> fields(String phase, Balance total) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("phase", phase);
        fields.put("accepted", total.accepted());
        fields.put("matched", total.admitted().matched());
        fields.put("unmatched", total.admitted().unmatched());
        fields.put("deliveries", total.admitted().deliveries());
        ENDS.forEach(state -> fields.put(state.label(), total.of(state)));
        fields.put("balance", total.open());
        fields.put("difference", total.difference());
        return fields;
    }

    private void print(Map<String, Object> fields) {
        out.println(new String(Json.write(fields), StandardCharsets.UTF_8));
        out.flush();
    }
}
