package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;

/**
 * Ratings by another language model behind an endpoint that the user names, in the form of OpenAI's chat completions. Nothing is sent
 * anywhere unless a judge was made: it is off unless asked for, and prompts and continuations leave the machine when it is on.
 *
 * <p>The scales are CRISP's: fluency, whatever the text is about, and presence of the concept, whatever its grammar; each 0, 1 or 2, after
 * a short rationale, in brackets at the end.
 */
public final class Judge {

    /** What is rated. */
    public enum Scale {
        FLUENCY(
                "You rate how fluent a continuation is. Ignore whether it is relevant or true. 0: broken, looping or not language."
                        + " 1: understandable with flaws. 2: fluent."),
        CONCEPT("You rate whether a continuation speaks of the concept named. Ignore its grammar. 0: not at all."
                + " 1: in part or vaguely. 2: clearly.");

        private final String instruction;

        Scale(String instruction) {
            this.instruction =
                    instruction + " Give one sentence of reasons, then the rating in double brackets, as in [[1]].";
        }
    }

    /** @param ratings 0, 1 or 2 of each text */
    public record Ratings(Scale scale, String model, double mean, Interval interval, List<Integer> ratings) {
        public Ratings {
            ratings = List.copyOf(ratings);
        }
    }

    private static final Pattern RATING = Pattern.compile("\\[\\[\\s*([012])\\s*]]");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final URI endpoint;
    private final String model;
    private final String key;
    private final HttpClient client;

    /**
     * @param endpoint base address, such as {@code http://localhost:8080/v1}
     * @param model name sent with each request
     * @param key sent as a bearer token; empty for none
     */
    public Judge(URI endpoint, String model, String key) {
        this.endpoint = URI.create(endpoint.toString().replaceAll("/+$", "") + "/chat/completions");
        this.model = model;
        this.key = key;
        this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    /**
     * @param concept named to the judge when its presence is rated
     * @param progress told and asked between texts
     * @throws LacunaException if the endpoint cannot be reached, refuses, or gives no rating
     */
    public Ratings rate(Scale scale, String concept, List<GeneratedText> texts, Progress progress)
            throws LacunaException {
        return rate(scale, text -> concept, texts, RowJournal.none(), progress);
    }

    /**
     * Goes on where an earlier call that was stopped has got to: nothing is asked, and paid, twice.
     *
     * @param concepts what each text is asked about when the presence of a concept is rated
     * @param journal keeps each rating as it comes; one of other texts or another judge is begun anew
     */
    public Ratings resume(
            Scale scale,
            Function<GeneratedText, String> concepts,
            List<GeneratedText> texts,
            Path journal,
            Progress progress)
            throws LacunaException {
        String key = Json.line(
                List.of(model, scale, texts, texts.stream().map(concepts).toList()));
        try (RowJournal rows = RowJournal.open(journal, key)) {
            return rate(scale, concepts, texts, rows, progress);
        }
    }

    private Ratings rate(
            Scale scale,
            Function<GeneratedText, String> concepts,
            List<GeneratedText> texts,
            RowJournal journal,
            Progress progress)
            throws LacunaException {
        List<Integer> ratings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            progress.check();
            double[] known = journal.get(i);
            if (known == null) {
                int rating = rating(ask(scale, concepts.apply(texts.get(i)), texts.get(i)));
                journal.put(i, new double[] {rating});
                ratings.add(rating);
            } else {
                ratings.add((int) known[0]);
            }
            progress.report("Judge, " + scale.name().toLowerCase(Locale.ROOT), ratings.size(), texts.size());
        }
        double[] values = ratings.stream().mapToDouble(Integer::doubleValue).toArray();
        return new Ratings(
                scale, model, Arrays.stream(values).average().orElse(Double.NaN), Bootstrap.ofMean(values), ratings);
    }

    private String ask(Scale scale, String concept, GeneratedText text) throws LacunaException {
        String content = (scale == Scale.CONCEPT ? "Concept: " + concept + "\n" : "") + "Beginning: " + text.prompt()
                + "\nContinuation: " + text.text();
        String body = Json.line(Map.of(
                "model",
                model,
                "temperature",
                0,
                "messages",
                List.of(
                        Map.of("role", "system", "content", scale.instruction),
                        Map.of("role", "user", "content", content))));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new LacunaException("The judge at " + endpoint + " answered with status " + response.statusCode()
                        + ". Check the address, the model's name and the key.");
            }
            JsonNode answer = Json.parseTree(response.body(), "the judge's answer");
            return answer.path("choices")
                    .path(0)
                    .path("message")
                    .path("content")
                    .asText("");
        } catch (IOException e) {
            throw new LacunaException(
                    "The judge at " + endpoint + " cannot be reached: " + e.getMessage() + ". Check the address.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }

    /** The last rating in the answer. */
    private int rating(String answer) throws LacunaException {
        Matcher matcher = RATING.matcher(answer);
        int found = -1;
        while (matcher.find()) {
            found = Integer.parseInt(matcher.group(1));
        }
        if (found < 0) {
            throw new LacunaException("The judge at " + endpoint + " gave no rating like [[1]] but \""
                    + answer.substring(0, Math.min(80, answer.length())) + "\". Use another model.");
        }
        return found;
    }
}
