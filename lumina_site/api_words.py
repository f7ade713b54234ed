"""The words of the API's document: its chapters, and what every name in it means, with an example.

"Shape.name" and "?name" (in a query) go before "name". A test finds the names that are missing here.
"""

from core.openapi import LEFT_OUT, OF_ITS_SHAPE, Words

TITLE = "Lumina"
SUMMARY = "Photos, people and what passes between them."
CHAPTERS = {
    "Accounts": "Signing up, logging in, and what belongs to oneself.",
    "People": "Finding others, friends, and blocks.",
    "Photos": "Uploading, listing, changing and deleting photos.",
    "Direct upload": "Pictures that go straight into the storage, past this site: for large ones, and for many.",
    "Likes and comments": "What people do with photos.",
    "Messages": "Conversations between friends.",
    "Notifications": "What has happened.",
    "Moderation": "Reporting what should not be here, and what became of it.",
    "Image service": (
        "One's own photos in the shape of an older service. A personal store: it knows nobody's images but one's own, "
        "and answers 404 for those of others. Errors carry their message as `error`, too."
    ),
}

ANA, BEN = 7, 12
PHOTO = "0199a3c4-7d1e-7c52-9b1f-3a6d5e8f4b20"
COMMENT = "0199a3c6-02b8-7f11-8a64-91c7d0e35a4f"
MESSAGE = "0199a3c9-5e40-7a93-b2d8-64f1a7c90e13"
NOTE = "0199a3ca-1f67-7d08-95b3-2c8e6f4a7d51"
TIME, STAMP = "2026-03-14T18:05:11.070Z", 1773511511070


def _signed(size: str) -> str:
    return f"/media/photos/{PHOTO}_{size}.jpg?e=1773518400&s=5f0c1d2e3b4a69788796a5b4c3d2e1f0"


PORTRAIT = "/media/portraits/4f6b_{}.jpg?e=1773518400&s=0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TEXTS: Words = {
    "title": ("The title, at most 200 characters.", "The red boat"),
    "caption": ("What there is to say in a line or two, at most 2,000 characters.", "Evening at the harbour"),
    "description": ("The whole story, at most 5,000 characters.", "We waited for the last ferry."),
    "topic": ("What it is about in a word, at most 60 characters.", "Travel"),
    "tags": (
        "At most 20 tags of 40 characters, lower-case. Requests send one text with commas, or an array in JSON.",
        ["sea", "evening"],
    ),
    "alt": ("What is to be seen, for people who cannot see it, at most 1,000 characters.", "A red boat on calm water"),
    "visibility": ("Who may see it: everyone, friends or me. Empty: the person's own default.", "everyone"),
    "photo": ("A JPEG, PNG, GIF, WebP, AVIF or HEIC.", "boat.jpg"),
    "file": ("A JPEG, PNG, GIF, WebP, AVIF or HEIC.", "boat.jpg"),
    "text": ("What is said.", "What a calm evening!"),
    "CommentIn.text": ("1 to 2,000 characters.", "What a calm evening!"),
    "MessageIn.text": ("1 to 4,000 characters; may be empty beside a photo.", "Shall we go again?"),
    "MessageOut.text": ("What is said.", "Shall we go again?"),
    "OwnReport.text": ("What you said about it.", "This is an advertisement."),
    "ReportIn.text": ("Anything more that a moderator should know.", "This is an advertisement."),
    "NotificationOut.text": ("The whole sentence.", "ben likes your photo."),
    "filename": ("The name that the file had. For the owner alone, else null.", "boat.jpg"),
}
PEOPLE: Words = {
    "id": ("The id.", BEN),
    "MeOut.id": ("Your id.", ANA),
    "PhotoOut.id": ("The photo's id. Newer ones sort behind older ones.", PHOTO),
    "NotificationOut.id": ("The notification's id.", NOTE),
    "RequestMade.id": ("The request's id.", 31),
    "RequestOut.id": ("The request's id.", 31),
    "Responded.id": ("The request's id.", 31),
    "ReportOut.id": ("The report's id.", 5),
    "OwnReport.id": ("The report's id.", 5),
    "username": ("The user name: 3 to 30 of letters, digits, `_`, `.` and `-`. It never changes.", "ben"),
    "SignUp.username": ("3 to 30 of letters, digits, `_`, `.` and `-`. It never changes.", "ana"),
    "LogIn.username": ("The user name or the e-mail address.", "ana"),
    "MeOut.username": ("Your user name.", "ana"),
    "PhotoOut.username": ("Whose photo it is.", "ana"),
    "password": ("The password.", "correct horse battery staple"),
    "invite": ("The code of an invitation, where one is needed to sign up.", LEFT_OUT),
    "WaitingOut.message": ("What happens next, for people.", "A moderator looks at new accounts."),
    "email": ("The e-mail address, which is shown to nobody else; null or empty: none.", "ana@example.org"),
    "bio": ("A few words about oneself, at most 500 characters.", "Boats, mostly."),
    "default_visibility": ("What new photos begin with: everyone, friends or me.", "everyone"),
    "profilePic": ("The signed URL of the large profile picture (512 px), or null.", PORTRAIT.format("full")),
    "profileThumb": ("The signed URL of the small profile picture (96 px), or null.", PORTRAIT.format("thumb")),
    "relation": ("self, none, incoming (asked me), outgoing (I asked) or friend.", "friend"),
    "user_id": ("The person's id.", BEN),
    "PhotoOut.user_id": ("Whose photo it is.", ANA),
    "ImageStored.user_id": ("Your id.", ANA),
    "ImageOut.user_id": ("Your id.", ANA),
    "requester_id": ("Who asked.", BEN),
    "requester_username": ("Who asked.", "ben"),
    "receiver_id": ("Who was asked.", ANA),
    "receiver_username": ("Who was asked.", "ana"),
    "request_id": ("The id of the request, from `GET /api/friends/requests`.", 31),
    "action": ("accept or decline.", "accept"),
    "accept": ("Instead of `action`: true accepts, false declines.", LEFT_OUT),
    "RequestMade.status": ("pending, or accepted when the other one had asked already.", "pending"),
    "RequestOut.status": ("pending.", "pending"),
    "Responded.status": ("accepted or declined.", "accepted"),
    "RequestMade.message": ("What happened, for people.", "Your request is on its way."),
    "Responded.message": ("What happened, for people.", "You are friends now."),
}
PHOTOS: Words = {
    "photo_id": ("The photo's id.", PHOTO),
    "comment_id": ("The comment's id.", COMMENT),
    "status": (
        "processing, approved, held (a moderator looks at it first), rejected or failed. Others see what is approved.",
        "approved",
    ),
    "reasons": ("Why it failed, or is held or rejected, in sentences. For the owner alone, else empty.", []),
    "sensitive": ("Why it should be covered until somebody wishes to see it, or null.", None),
    "labels": ("What was found in the picture. For the owner alone, else empty.", []),
    "detected_text": ("The words that were found in the picture. For the owner alone, else empty.", ""),
    "likes": ("How many like it.", 3),
    "liked": ("Whether you like it.", True),
    "saved": ("Whether you keep it in your saved ones.", False),
    "comments": ("How many comments there are.", 1),
    "views": ("How often others have looked at it, roughly.", 24),
    "width": ("The width of the picture as shown, in pixels.", 4032),
    "height": ("The height of the picture as shown, in pixels.", 3024),
    "animated": ("Whether the original moves.", False),
    "content_type": ("What the original is.", "image/jpeg"),
    "file_size": ("The size of the original in bytes.", 2731846),
    "placeholder": (
        "A tiny picture as a data URL, to show until the real one is there.",
        "data:image/webp;base64,UklGRh4=",
    ),
    "timestamp": ("When it was made, in milliseconds since 1970.", STAMP),
    "created_at": ("When it was made, in UTC.", TIME),
    "updated_at": ("When it was last changed, in UTC.", TIME),
    "thumbnail": ("The signed URL of the thumbnail (200 px).", _signed("thumb")),
    "fullRes": ("The signed URL of the largest rendition (2000 px).", _signed("full")),
    "PhotoOut.images": ("The signed URLs of all renditions, the same for everybody within the hour.", OF_ITS_SHAPE),
    "thumb": ("At most 200 px.", _signed("thumb")),
    "small": ("At most 320 px.", _signed("small")),
    "medium": ("At most 640 px.", _signed("medium")),
    "large": ("At most 1280 px.", _signed("large")),
    "full": ("At most 2000 px.", _signed("full")),
    "size": ("thumb or full; for photos also small, medium, large and, for the owner, original.", "full"),
    "TopicOut.photos": ("How many photos that everyone may see are about it.", 14),
    "target_type": ("photo, comment, message or user.", "photo"),
    "target_id": (
        "As a text: the photo's id, `photo_id:comment_id`, `user_id:message_id` (the other person's) or the user's id.",
        PHOTO,
    ),
    "reason": (
        "The rule that is broken: spam, harassment, nudity, violence, copyright, other, or one of the site's own.",
        "spam",
    ),
    "outcome": ("What became of it: open, upheld (something was done) or dismissed (no rule was broken).", "open"),
    "ReportOut.message": ("A word of thanks.", "Thank you. A moderator will look at it."),
}
LISTS: Words = {
    "limit": ("How many at most.", 24),
    "before": ("The page behind this one: the id that the Link header names.", LEFT_OUT),
    "after": ("What comes after this one: an id, or in searches the last name.", LEFT_OUT),
    "direction": ("incoming or outgoing.", "incoming"),
    "q": ("What to look for. People: the beginning of a name. Photos: words, which all must be found.", "be"),
    "?scope": ("home (the default), profile (mine, or with `user` theirs), all, saved, liked or trending.", "all"),
    "?user": ("Only photos of this person, by user name.", "ana"),
    "?topic": ("Only photos about this topic, in any case.", "Travel"),
    "?tag": ("Only photos with this tag, in any case.", "sea"),
    "?title": ("Only photos with exactly this title.", "The red boat"),
    "?tags": ("Tags with commas: any of them will do.", "sea,evening"),
    "?username": ("The user name, in any case.", "ben"),
    "?filter_by": ("What to filter by.", "tags"),
}
TALK: Words = {
    "message_id": ("The message's id.", MESSAGE),
    "conversation_id": ("The conversation's id, the same for both.", f"CONV#{ANA}#{BEN}"),
    "from_user_id": ("Who wrote it.", ANA),
    "from_username": ("Who wrote it.", "ana"),
    "to_user_id": ("To whom.", BEN),
    "client_id": ("A name of the client's own for the message: sent again, nothing is stored twice.", "6f1d0c9e-boat"),
    "MessageIn.photo_id": ("A photo to share, if any.", LEFT_OUT),
    "MessageOut.photo_id": ("The photo that is shared; null without one, or when you may not see it.", None),
    "photo_gone": ("Whether a photo was shared that you may not see (any more).", False),
    "last_text": ("What was said last.", "Shall we go again?"),
    "last_from_user_id": ("Who said it.", ANA),
    "last_id": ("The newest message's id.", MESSAGE),
    "last_at": ("When it was said, in UTC.", TIME),
    "unread": ("How many messages you have not read.", 1),
    "kind": ("What happened: like, comment, friend_request …", "like"),
    "NotificationOut.photo_id": ("The photo that it is about, or null.", PHOTO),
    "actors": ("Who did it, the latest first.", OF_ITS_SHAPE),
    "ActorOut.id": ("Who did it.", BEN),
    "read": ("Whether you have read it.", False),
}
IMAGES: Words = {
    "image_id": ("The image's id, which is the photo's.", PHOTO),
    "s3_key": ("Where its bytes are in the storage.", f"originals/{PHOTO}.jpg"),
    "ImageStored.url": (
        "The signed URL of the bytes.",
        f"/media/originals/{PHOTO}.jpg?e=1773518400&s=5f0c1d2e3b4a6978",
    ),
    "ImageOut.url": ("The signed URL of the bytes.", f"/media/originals/{PHOTO}.jpg?e=1773518400&s=5f0c1d2e3b4a6978"),
    "ImageStored.message": ("That it worked.", "Image uploaded successfully"),
    "ImageDone.message": ("That it worked.", "Image metadata updated successfully"),
    "filter": ("What was filtered by.", "tags"),
    "ImagesOut.images": ("The images.", OF_ITS_SHAPE),
    "count": ("How many images are in this answer.", 1),
}
UPLOADS: Words = {
    "photoId": ("The id that the photo will have.", PHOTO),
    "uploadUrl": ("Where the form with the picture goes.", "https://photos.example.org/incoming/"),
    "TicketOut.fields": ("What the form must say before its `file`, as it is.", {"key": f"incoming/{PHOTO}"}),
    "maxSize": ("How many bytes the picture may have; with `fileSize` exactly so many.", 2731846),
    "expiresIn": ("For how many seconds the ticket is valid.", 300),
    "contentType": ("What the picture is, such as image/jpeg.", "image/jpeg"),
    "fileSize": ("How many bytes it has, if that is known.", 2731846),
    "TicketIn.filename": ("The file's name.", "boat.jpg"),
    "UploadOut.status": ("awaiting (the picture has not come), processing, approved or failed.", "approved"),
    "UploadOut.error": ("Why it failed; not there otherwise.", LEFT_OUT),
}
ERRORS: Words = {
    "message": ("What is wrong, in a sentence for people.", "There is nothing here, or it is not shared with you."),
    "code": ("What is wrong, in a word for programs.", "not_found"),
    "fields": ("Which fields will not do, each with its sentences; only in a 400 or 413 about fields.", LEFT_OUT),
    "error": ("The message once more.", "There is nothing here, or it is not shared with you."),
    "SessionCookie": ("The session of somebody who has logged in, as browsers have it.", LEFT_OUT),
    "BearerToken": ("A token from the settings: `Authorization: Bearer TOKEN`.", LEFT_OUT),
}
WORDS: Words = {**TEXTS, **PEOPLE, **PHOTOS, **LISTS, **TALK, **IMAGES, **UPLOADS, **ERRORS}
