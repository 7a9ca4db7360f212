package io.pingdeck.web.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Serves the page's files. Browsers may cache them, but revalidate each time, so that a new
/// version is visible at once.
public final class StaticFiles implements Handler<RoutingContext> {
  /// The paths of files. Excludes /api/: a matching route would prevent the router from reporting a
  /// wrong method or path.
  public static final String PATTERN = "/(?!api/).*";

  private final Path webroot;
  private final StaticHandler files;

  public StaticFiles(Path webroot) {
    this.webroot = webroot.toAbsolutePath().normalize();
    files =
        StaticHandler.create(FileSystemAccess.ROOT, webroot.toAbsolutePath().toString())
            .setIndexPage("index.html")
            .setDirectoryListing(false)
            .setIncludeHidden(false)
            .setFilesReadOnly(false)
            .setDefaultContentEncoding("UTF-8");
  }

  @Override
  public void handle(RoutingContext context) {
    if (hidesASeparator(context.request().path()) || isBehindALink(context.normalizedPath())) {
      context.fail(404);
      return;
    }
    context.addHeadersEndHandler(
        ok -> context.response().headers().set("Cache-Control", "no-cache"));
    files.handle(context);
  }

  /// No file of the page has such a name. A proxy in front may have read the path differently.
  private static boolean hidesASeparator(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.contains("%2f") || lower.contains("%5c") || lower.contains("\\");
  }

  /// A symbolic link in the folder could point to any file of the machine.
  private boolean isBehindALink(String path) {
    Path file = webroot;
    try {
      String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      for (String name : decoded.split("/")) {
        file = file.resolve(name);
        if (!file.equals(webroot) && Files.isSymbolicLink(file)) {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException e) {
      return true; // not a valid file name
    }
  }
}
