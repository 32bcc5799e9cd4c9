/// Media
