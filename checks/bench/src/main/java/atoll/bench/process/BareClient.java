package atoll.bench.process;

import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.http.Headers;
import atoll.http.client.HttpCall;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.http.client.HttpResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What dispatching is compared with: a loop of the client that Atoll calls wikis with, and nothing around it.
///
/// @param body sent with each call
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record BareClient(URI target, int concurrency, byte[] body, TimeSource time) {
    private static final Duration CALL_WITHIN = Duration.ofSeconds(60);

    static BareClient of(String url, int concurrency, int bodyBytes, TimeSource time) {
        byte[] body = ("{\"params\":\"" + "x".repeat(Math.max(0, bodyBytes - 13)) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        return new BareClient(URI.create(url + "/rest.php/eventbus/v0/internal/job/execute"), concurrency, body, time);
    }

    /// Calls for this long; how many calls were answered 200.
    long run(Duration duration) throws InterruptedException {
        Headers headers = new Headers(List.of(
                new Headers.Field("Host", "localhost"),
                new Headers.Field("Content-Type", "application/json"),
                new Headers.Field("X-Request-Id", "41efa02066294e7848813f0f")));
        LongAdder answered = new LongAdder();
        try (HttpClient client = HttpClient.open(HttpClientConfig.DEFAULTS, time)) {
            long end = time.nanoTime() + duration.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                threads.add(Threads.startVirtual("bare-" + i, () -> callUntil(end, client, headers, answered)));
            }
            for (Thread thread : threads) {
                thread.join(duration.plus(CALL_WITHIN));
            }
        }
        return answered.sum();
    }

    private void callUntil(long end, HttpClient client, Headers headers, LongAdder answered) {
        try {
            while (time.nanoTime() < end) {
                HttpCall call = new HttpCall("POST", target, headers, body);
                if (client.call(call, Deadline.after(time, CALL_WITHIN))
                                instanceof HttpResult.Answer(var status, var _, var _, var _)
                        && status == 200) {
                    answered.increment();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
