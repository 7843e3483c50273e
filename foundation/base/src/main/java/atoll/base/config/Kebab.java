package atoll.base.config;

import java.util.Locale;

/// Names of components and constants as configuration keys: `maxBodySize` and `MAX_BODY_SIZE` become `max-body-size`.
final class Kebab {
    private Kebab() {}

    static String ofComponent(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    static String ofConstant(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
