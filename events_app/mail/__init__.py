"""One message -> MIME -> SMTP, or a folder where no server is set."""
