"""Alerts for those who run the site, on three topics; where they go is a setting: nowhere, by e-mail, or to SNS."""

from activity.alerts.sending import Topic, send_alert
from activity.alerts.trending import alert_trending, threshold

__all__ = ["Topic", "alert_trending", "send_alert", "threshold"]
