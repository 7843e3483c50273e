package atoll.changeprop.rule;

import java.math.BigDecimal;
import java.util.StringJoiner;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One text for equal JSON values: keys sorted, no spaces, numbers in their shortest form.
public final class StableJson {
    private StableJson() {}

    /// `undefined` for a missing node.
    public static String text(JsonNode value) {
        if (value.isMissingNode()) {
            return "undefined";
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            // Written out, a huge exponent would be a huge text.
            return Math.abs((long) number.scale()) > 100 ? number.toString() : number.toPlainString();
        }
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            value.forEach(item -> items.add(text(item)));
            return items.toString();
        }
        if (value.isObject()) {
            StringJoiner fields = new StringJoiner(",", "{", "}");
            for (String name : new TreeSet<>(value.propertyNames())) {
                fields.add(JsonNodeFactory.instance.stringNode(name) + ":" + text(value.path(name)));
            }
            return fields.toString();
        }
        return value.toString();
    }
}
