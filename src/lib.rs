//! The types of the events that the Console sends to webhooks.
