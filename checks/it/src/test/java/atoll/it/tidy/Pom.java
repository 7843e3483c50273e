package atoll.it.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// What the checks need of a `pom.xml`.
final class Pom {
    private final Document document;

    Pom(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            document = factory.newDocumentBuilder().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError("'" + file + "' cannot be read", e);
        }
    }

    record Dependency(String group, String artifact, String scope) {
        boolean isOurs() {
            return group.equals("atoll");
        }

        @Override
        public String toString() {
            return group + ":" + artifact;
        }
    }

    String artifact() {
        return child(document.getDocumentElement(), "artifactId");
    }

    List<String> modules() {
        return elements("module").stream()
                .map(Element::getTextContent)
                .map(String::strip)
                .toList();
    }

    /// Managed ones included.
    List<Dependency> dependencies() {
        return elements("dependency").stream()
                .map(element -> new Dependency(
                        child(element, "groupId"), child(element, "artifactId"), child(element, "scope")))
                .toList();
    }

    private List<Element> elements(String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element.getTextContent().strip();
            }
        }
        return "";
    }
}
