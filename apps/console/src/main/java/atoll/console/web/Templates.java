package atoll.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The pages' templates, compiled with the program: nothing is read or parsed when it runs. Safe for use by many
/// threads.
public final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    public byte[] render(String name, Map<String, Object> parameters) {
        return renderText(name, parameters).getBytes(StandardCharsets.UTF_8);
    }

    public String renderText(String name, Map<String, Object> parameters) {
        StringOutput output = new StringOutput(16 * 1024);
        engine.render(name + ".jte", parameters, output);
        return output.toString();
    }
}
