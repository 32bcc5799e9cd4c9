int castbook_jpeg_nothing(void);
