package atoll.server.serve;

import atoll.base.json.Json;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// Log lines as JSON objects: `at`, `level`, `logger`, `thread`, `message`, the values under `fields`, and the stack
/// trace
/// under `error` if there is one.
final class JsonLines extends EncoderBase<ILoggingEvent> {

    /// Lets everything that is logged to the console from here on be JSON.
    static void install() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .forEachRemaining(appender -> {
                    if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                        JsonLines encoder = new JsonLines();
                        encoder.setContext(context);
                        encoder.start();
                        console.setEncoder(encoder);
                    }
                });
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null && !event.getKeyValuePairs().isEmpty()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, plain(pair.value));
            }
            line.put("fields", fields);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("error", ThrowableProxyUtil.asString(thrown));
        }
        byte[] json = Json.write(line);
        byte[] ended = Arrays.copyOf(json, json.length + 1);
        ended[json.length] = '\n';
        return ended;
    }

    private static Object plain(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
