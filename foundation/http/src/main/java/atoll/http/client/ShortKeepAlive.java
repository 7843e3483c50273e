package atoll.http.client;

import java.time.Duration;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/// Keeps a connection a second less than the server says it will, and never longer than configured.
final class ShortKeepAlive implements ConnectionKeepAliveStrategy {
    private static final long MARGIN_MILLIS = 1000;

    private final long atMostMillis;

    ShortKeepAlive(Duration atMost) {
        this.atMostMillis = atMost.toMillis();
    }

    @Override
    public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
        if (!response.containsHeader("Keep-Alive")) {
            return TimeValue.ofMilliseconds(atMostMillis);
        }
        TimeValue said = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        long millis = said == null || said.getDuration() <= 0 ? atMostMillis : said.toMilliseconds() - MARGIN_MILLIS;
        return TimeValue.ofMilliseconds(Math.clamp(millis, 1, atMostMillis));
    }
}
