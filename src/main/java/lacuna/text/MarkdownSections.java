package lacuna.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Markdown as plain text, cut into sections: each begins at a heading. Markup, images, HTML and front matter are left out. */
final class MarkdownSections extends AbstractVisitor {

    private static final Pattern FRONT_MATTER = Pattern.compile("\\A---\\R(?s:.*?)\\R---\\R");

    private final List<String> sections = new ArrayList<>();
    private final StringBuilder section = new StringBuilder();

    private MarkdownSections() {}

    /** Sections in their order; those without text are left out. */
    static List<String> of(String markdown) {
        MarkdownSections visitor = new MarkdownSections();
        Parser.builder()
                .build()
                .parse(FRONT_MATTER.matcher(markdown).replaceFirst(""))
                .accept(visitor);
        visitor.endSection();
        return visitor.sections;
    }

    private void endSection() {
        String text = section.toString().strip();
        section.setLength(0);
        if (!text.isEmpty()) {
            sections.add(text);
        }
    }

    @Override
    public void visit(Heading heading) {
        endSection();
        block(heading);
    }

    @Override
    public void visit(Paragraph paragraph) {
        block(paragraph);
    }

    private void block(Block block) {
        visitChildren(block);
        section.append("\n");
    }

    @Override
    public void visit(Text text) {
        section.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        section.append(code.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock code) {
        section.append(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        section.append(code.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        section.append('\n');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        section.append('\n');
    }

    @Override
    public void visit(Image image) {
        // its description was written for those who do not see it, not as part of the text
    }

    @Override
    public void visit(HtmlBlock html) {
        // markup
    }

    @Override
    public void visit(HtmlInline html) {
        // markup
    }
}
