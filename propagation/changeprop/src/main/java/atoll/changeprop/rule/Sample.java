package atoll.changeprop.rule;

import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import java.nio.charset.StandardCharsets;

/// Takes a share of the events, always the same ones: those whose text has a low hash. The share counts in whole
/// percents, and both hash and threshold are change-propagation's, so that both take the same events.
///
/// @param percent 1 to 100
/// @param text what is hashed
public record Sample(int percent, Template text) {
    private static final int STEP = (int) Math.round(4_294_967_295.0 / 100);

    public Sample {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a sample takes 1 to 100 percent, not " + percent);
        }
    }

    public boolean keeps(EventView event) {
        if (percent == 100) {
            return true;
        }
        int hash = Murmur32.of(text.text(event).getBytes(StandardCharsets.UTF_8));
        return hash <= Integer.MIN_VALUE + (long) STEP * percent;
    }
}
