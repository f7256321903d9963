"""The page on which a server that is asked to shows its application's document."""

from servers.process.packages import Package

DOCUMENT_PAGE = "/_faceoff/document"
"""Its path, which a slash follows: Swagger UI."""
DOCUMENT_PAGE_FILES = Package(
    import_name="flask_swagger_ui", requirement="flask-swagger-ui", extra="validation"
)
"""What has the files of the page."""
