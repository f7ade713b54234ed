"""What `manage.py demo` fills the site with: drawn photos and their people. Nothing here touches a store."""
