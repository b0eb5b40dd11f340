"""The model's review of each picture, and a brand's deliveries."""

from django.urls import path

from doublet.publishing.views import board, deliveries, review, takeback

app_name = "publishing"
urlpatterns = [
    path("review/", review.waiting, name="review"),
    path("review/decided", review.decided, name="decided"),
    path("review/board", board.board, name="board"),
    path("review/batch", board.batch, name="batch"),
    path("review/<str:pk>", review.look, name="look"),
    path("review/<str:pk>/garment.jpg", review.garment, name="review_garment"),
    path("review/<str:pk>/unretouched.jpg", review.unretouched, name="unretouched"),
    path("review/<str:pk>/decide", board.decide, name="decide"),
    path("review/<str:pk>/approve", review.approve, name="approve"),
    path("review/<str:pk>/reject", review.reject, name="reject"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/of/<str:pk>/", deliveries.of_licence, name="deliveries_of"),
    path("deliveries/of/<str:pk>/files.zip", deliveries.bundled, name="bundle"),
    path("deliveries/frames/<str:pk>/", deliveries.deliver, name="deliver"),
    path("deliveries/frames/<str:pk>/preview.jpg", deliveries.preview, name="preview"),
    path("deliveries/frames/<str:pk>/preview/<str:profile>.jpg", deliveries.sample, name="sample"),
    path("deliveries/<str:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<str:pk>/preview.jpg", deliveries.shown, name="shown"),
    path("deliveries/<str:pk>/file.jpg", deliveries.download, name="download"),
    path("deliveries/<str:pk>/alt-text", deliveries.describe, name="alt_text"),
    path("deliveries/<str:pk>/placements", deliveries.note, name="placement"),
    path("takeback/<str:pk>/", takeback.parts, name="takeback"),
    path("takeback/<str:pk>/use/<str:channel>", takeback.use, name="takeback_use"),
    path("takeback/picture/<str:pk>", takeback.picture, name="takeback_picture"),
]
