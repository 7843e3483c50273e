package atoll.simulate.ledger;

import atoll.work.ledger.state.Decision;
import java.util.ArrayList;
import java.util.List;

/// The failures a ledger records, each of which must be announced once.
final class Setbacks {
    private final List<String> lines = new ArrayList<>();

    void note(int partition, Decision decision) {
        switch (decision) {
            case Decision.RetryAt d -> lines.add(line(partition + ":" + d.offset(), d.status(), true));
            case Decision.Died d -> lines.add(line(partition + ":" + d.offset(), d.status(), false));
            default -> {}
        }
    }

    static String line(String id, int status, boolean isRetried) {
        return id + " " + status + (isRetried ? " retry" : " dead");
    }

    List<String> lines() {
        return lines;
    }
}
